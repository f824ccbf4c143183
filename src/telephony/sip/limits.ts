// How large a message may be before it is refused.

/** Start line, headers and body, bytes: what a UDP datagram can hold. */
export const MAX_MESSAGE_BYTES = 65_535;
/** Values of a split list count each. */
export const MAX_HEADERS = 256;
/** One header with its folded lines, characters. */
export const MAX_HEADER_CHARS = 8_192;
