// Phone numbers, batches, contacts.

export interface NumbersTables {}
