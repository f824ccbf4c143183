// The tool by which an agent of a test gives its caller to somebody else.

/** `more`: fields beside or over the usual ones. */
export function transferTool(number: string, transfer_option: object, more: object = {}): object {
  return {
    type: 'transfer_call',
    name: 'transfer',
    transfer_destination: { type: 'predefined', number },
    transfer_option,
    speak_during_execution: false,
    ...more,
  };
}
