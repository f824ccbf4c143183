// What the MCP servers of the tests have in common, whatever they are made of. They offer `book`, `weather`, `menu`, `refuse`, `long` and
// `hang`.

export interface McpPeer {
  /** Address for streamable HTTP. */
  streamable: string;
  /** Address for server-sent events. */
  sse: string;
  /** Arguments of every `book`. */
  bookings(): Promise<unknown[]>;
  /** Sessions that are open now. */
  sessions(): Promise<number>;
}
