// Chats and their messages.

export interface ChatsTables {}
