// Finds llama.cpp and Ollama servers on this machine, so that a user who runs one has nothing to configure.

/** A server that answered, with the model it would use. */
export interface LocalServer {
  name: 'llama.cpp' | 'ollama';
  /** Base of its OpenAI-compatible API. */
  baseUrl: string;
  /** All models it has, the one to use first. */
  models: string[];
}

interface Candidate {
  name: LocalServer['name'];
  port: number;
}

/** llama.cpp's default port is also ours; 8081 is what people take when 8080 is busy. */
const candidates: readonly Candidate[] = [
  { name: 'llama.cpp', port: 8080 },
  { name: 'llama.cpp', port: 8081 },
  { name: 'ollama', port: 11434 },
];

export interface LocalServerSearch {
  fetch: typeof globalThis.fetch;
  /** Ports that are our own. */
  ownPorts: readonly number[];
  candidates?: readonly Candidate[];
  timeoutMs: number;
  signal: AbortSignal;
}

/** Asks all candidates at once; those that answer as they should, in order. Never throws. */
export async function findLocalServers(search: LocalServerSearch): Promise<LocalServer[]> {
  const ports = (search.candidates ?? candidates).filter((candidate) => !search.ownPorts.includes(candidate.port));
  const found = await Promise.all(ports.map((candidate) => ask(search, candidate)));
  return found.filter((server) => server !== undefined);
}

async function ask(search: LocalServerSearch, candidate: Candidate): Promise<LocalServer | undefined> {
  const baseUrl = `http://127.0.0.1:${candidate.port}/v1`;
  try {
    const response = await search.fetch(`${baseUrl}/models`, {
      signal: AbortSignal.any([search.signal, AbortSignal.timeout(search.timeoutMs)]),
    });
    if (!response.ok) return undefined;
    const answer: unknown = await response.json();
    const models = modelsIn(answer, candidate.name);
    return models.length > 0 ? { name: candidate.name, baseUrl, models } : undefined;
  } catch {
    return undefined;
  }
}

/** Model ids; none when something else than the expected server answered (port 8080 is everybody's). Embedding models are left out. */
function modelsIn(answer: unknown, name: LocalServer['name']): string[] {
  const list = (answer as { data?: unknown } | null)?.data;
  if (!Array.isArray(list)) return [];
  const entries = list.filter((item): item is { id: string; owned_by?: string } => typeof item?.id === 'string');
  const own = name === 'llama.cpp' ? entries.filter((item) => item.owned_by === 'llamacpp') : entries;
  return own.map((item) => item.id).filter((id) => !/embed|bge-|minilm|rerank/i.test(id));
}
