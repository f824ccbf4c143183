// Knowledge bases and files.

export interface KnowledgeTables {}
