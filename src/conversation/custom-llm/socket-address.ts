// Where the program behind a custom LLM agent is reached: the agent's address, with the conversation's id at the end of its path.

/**
 * `https://x.test/talk/?key=1` becomes `wss://x.test/talk/<id>?key=1`. What is no address comes back as it is: the guarded way out says
 * so in words.
 */
export function socketAddress(address: string, conversationId: string): string {
  const trimmed = address.trim();
  if (!URL.canParse(trimmed)) return trimmed;
  const url = new URL(trimmed);
  url.hash = '';
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${encodeURIComponent(conversationId)}`;
  return url.href.replace(/^http(s?):/, 'ws$1:');
}
