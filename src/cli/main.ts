// The `ringback` command: a word chooses a file of this folder, which reads the rest of the arguments itself.

const commands: Record<string, { file: string; help: string }> = {
  start: { file: '../main.ts', help: 'run the server (as npm start)' },
  talk: { file: './talk.ts', help: 'call an agent from the terminal: --in question.wav --out answer.wav' },
  'sign-in': { file: './sign-in.ts', help: 'print a fresh link to the pages' },
  key: { file: './key.ts', help: 'create [name] | list | revoke <id>: API keys' },
  api: { file: './api.ts', help: '<operation> ...: any operation of the API, as in `ringback api list-agents`' },
  import: {
    file: './import.ts',
    help: '<export.json> | --from-retell <key>: agents with their flows and language models',
  },
  test: {
    file: './simulate.ts',
    help: '<agent> [--junit file] | --replay <call>: simulation tests, and recorded words anew',
  },
  call: { file: './call.ts', help: '<number> --from <number> [--agent <id>]: an agent calls a phone' },
  batch: {
    file: './batch.ts',
    help: '<file.csv> --from <number> | status|pause|resume|cancel <id>: an agent calls everybody in a table',
  },
  trunk: { file: './trunk.ts', help: 'list | test <trunk or number> [--ring <phone>]: what is wrong with a SIP trunk' },
  models: { file: './models.ts', help: 'fetch the local models and show what is there' },
};

const [name = 'help'] = process.argv.splice(2, 1);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command) {
  try {
    await import(command.file);
  } catch (error) {
    console.error(wordsOf(error));
    process.exitCode = 1;
  }
} else {
  const isHelp = ['help', '--help', '-h'].includes(name);
  const lines = Object.entries(commands).map(([word, { help }]) => `  ringback ${word.padEnd(9)} ${help}`);
  if (!isHelp) lines.unshift(`There is no command "${name}". There are:`);
  (isHelp ? console.log : console.error)(lines.join('\n'));
  process.exitCode = isHelp ? 0 : 2;
}

/** Errors that rooms throw say what is wrong in words; those of the language are faults of ours, and their place matters. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isOurFault = error.constructor !== Error && /^(Type|Range|Reference|Syntax)Error$/.test(error.name);
  const isBadArgument = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return isOurFault && !isBadArgument ? (error.stack ?? error.message) : error.message;
}
