// All settings in words: for `npm start -- --help` and for docs/configuration.md.

import { settings, type Setting, type SettingName } from './settings.ts';

interface Line {
  name: SettingName;
  setting: Setting;
  usual: string;
}

function groups(): Map<string, Line[]> {
  const byGroup = new Map<string, Line[]>();
  for (const [name, setting] of Object.entries(settings) as Array<[SettingName, Setting]>) {
    const usual = setting.usual || setting.otherwise || 'not set';
    byGroup.set(setting.group, [...(byGroup.get(setting.group) ?? []), { name, setting, usual }]);
  }
  return byGroup;
}

/** For a terminal. */
export function describeConfig(): string {
  const parts = [...groups()].map(([group, lines]) => {
    const described = lines.map(
      ({ name, setting, usual }) =>
        `  ${name}\n      ${setting.help}${setting.later ? ' (no effect yet)' : ''}\n` +
        `      Expects ${setting.value.expected}. Usual: ${usual}.`,
    );
    return `${group}\n${described.join('\n')}`;
  });
  return `Settings, from the environment or from ringback.config.json in the working directory (the environment wins):\n\n${parts.join('\n\n')}\n`;
}

/** The whole of docs/configuration.md. */
export function describeConfigAsMarkdown(): string {
  const parts = [...groups()].map(([group, lines]) => {
    const rows = lines.map(({ name, setting, usual }) => {
      const marks = `${setting.secret ? ' Secret.' : ''}${setting.later ? ' *No effect yet.*' : ''}`;
      return `| \`${name}\` | ${setting.help}${marks} | ${setting.value.expected} | ${setting.usual ? `\`${usual}\`` : usual} |`;
    });
    return `## ${group}\n\n| setting | what for | expects | usual |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Configuration

<!-- Written by "npm run docs" from src/config/settings.ts. -->

Settings come from the environment or from \`ringback.config.json\` in the working directory, under the same names:

\`\`\`json
{ "PORT": 9000, "RINGBACK_EGRESS_ALLOW": ["10.0.0.0/8"] }
\`\`\`

The environment wins; an empty value counts as not set. Every fault is reported at once when the server starts. \`npm start -- --help\` shows
this list in the terminal.

${parts.join('\n')}`;
}
