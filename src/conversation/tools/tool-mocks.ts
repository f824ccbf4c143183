// Answers written beforehand in place of tools, for trying an agent out: a mocked tool never reaches the net.

/** As in the contract's ToolMock. */
export interface ToolMock {
  tool_name: string;
  input_match_rule: { type: 'any' } | { type: 'partial_match'; args: Record<string, unknown> };
  output: string;
  /** How the tool ended; nothing = well. */
  result?: boolean | null;
}

/** How an agent is tried out: tools answer by mocks alone. */
export interface Trial {
  mocks: readonly ToolMock[];
  /** Tools that no mock fits are run for real; otherwise they are refused. */
  runsUnmocked?: boolean;
}

/** The first mock of this tool whose rule the arguments keep to. */
export function findMock(
  mocks: readonly ToolMock[],
  toolName: string,
  args: Record<string, unknown>,
): ToolMock | undefined {
  return mocks.find(({ tool_name, input_match_rule: rule }) => {
    if (tool_name !== toolName) return false;
    return rule.type === 'any' || holds(args, rule.args);
  });
}

/** Is everything that is expected there? Objects may hold more than that; lists may not. */
function holds(given: unknown, expected: unknown): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(given) && given.length === expected.length && expected.every((item, i) => holds(given[i], item))
    );
  if (typeof expected !== 'object' || expected === null) return given === expected;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  return Object.entries(expected).every(
    ([key, value]) => Object.hasOwn(given, key) && holds((given as Record<string, unknown>)[key], value),
  );
}
