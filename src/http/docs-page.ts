// The reference page, made from the OpenAPI document: plain HTML, nothing loaded from anywhere, readable without scripts.

interface Schema {
  $ref?: string;
  type?: string;
  description?: string;
  enum?: unknown[];
  nullable?: boolean;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  additionalProperties?: boolean | Schema;
  minimum?: number;
  maximum?: number;
}

interface Parameter {
  $ref?: string;
  in: string;
  name: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { $ref?: string; description?: string; content?: Record<string, { schema: Schema }> }>;
}

export interface ContractDocument {
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    responses: Record<string, { description: string }>;
  };
}

/** `notYet`: operation ids to mark as not offered. */
export function referencePage(document: ContractDocument, notYet: ReadonlySet<string>): string {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const sections = document.tags.map(({ name, description }) => {
    const rows = operations.filter(({ operation }) => operation.tags[0] === name);
    const items = rows.map((row) => operationHtml(document, row, notYet.has(row.operation.operationId)));
    return `<section id="${anchor(name)}"><h2>${escape(name)}</h2><p>${escape(description)}</p>${items.join('')}</section>`;
  });
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `<details id="schema-${name}"><summary><code>${name}</code></summary>${schemaHtml(schema)}</details>`,
  );
  const { title, version, description } = document.info;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title><style>${STYLE}</style></head><body><nav><b>${escape(title)}</b> ${escape(version)}
<ul>${document.tags.map(({ name }) => `<li><a href="#${anchor(name)}">${escape(name)}</a></li>`).join('')}
<li><a href="#schemas">Schemas</a></li><li><a href="/openapi.yaml">openapi.yaml</a></li><li><a href="/openapi.json">openapi.json</a></li></ul></nav>
<main><h1>${escape(title)}</h1><p>${escape(description)}</p>
<p>Every request carries <code>Authorization: Bearer key_...</code>. Errors have the form <code>{"status":"error","message":"..."}</code>.</p>
${sections.join('\n')}<section id="schemas"><h2>Schemas</h2>${schemas.join('\n')}</section></main></body></html>`;
}

function operationHtml(
  document: ContractDocument,
  { path, method, operation }: { path: string; method: string; operation: Operation },
  isNotYet: boolean,
): string {
  const parameters = (operation.parameters ?? []).map((each) => resolveParameter(document, each));
  const rows = parameters.map(
    (each) =>
      `<tr><td><code>${escape(each.name)}</code>${each.required ? '' : ' <i>optional</i>'}</td><td>${escape(each.in)}</td><td>${typeHtml(each.schema)}</td><td>${escape(each.description ?? '')}</td></tr>`,
  );
  const body = Object.entries(operation.requestBody?.content ?? {})
    .map(([type, media]) => `<h4>Request <small>${escape(type)}</small></h4>${schemaHtml(media.schema)}`)
    .join('');
  const answers = Object.entries(operation.responses).map(([status, response]) => {
    const text =
      response.description ?? document.components.responses[lastPart(response.$ref ?? '')]?.description ?? '';
    const schema = response.content?.['application/json']?.schema;
    return `<li><b>${escape(status)}</b> ${escape(text)}${schema ? ` ${schemaHtml(schema)}` : ''}</li>`;
  });
  return `<details id="${escape(operation.operationId)}"><summary><span class="${method}">${method}</span> <code>${escape(path)}</code> ${escape(operation.summary)}${isNotYet ? ' <em>not offered yet (501)</em>' : ''}</summary>
${rows.length > 0 ? `<h4>Parameters</h4><table>${rows.join('')}</table>` : ''}${body}<h4>Answers</h4><ul>${answers.join('')}</ul></details>`;
}

/** An object's fields as a table; anything else in one line. */
function schemaHtml(schema: Schema): string {
  const parts = schema.allOf ?? [schema];
  const html = parts.map((part) => {
    if (!part.properties) return part.$ref || part.type || part.oneOf || part.anyOf || part.enum ? typeHtml(part) : '';
    const rows = Object.entries(part.properties).map(
      ([name, field]) =>
        `<tr><td><code>${escape(name)}</code>${part.required?.includes(name) ? ' <b>required</b>' : ''}</td><td>${typeHtml(field)}</td><td>${escape(field.description ?? '')}</td></tr>`,
    );
    return `<table>${rows.join('')}</table>`;
  });
  const text = schema.description ? `<p>${escape(schema.description)}</p>` : '';
  return text + html.filter((each) => each !== '').join(' and ');
}

function typeHtml(schema: Schema): string {
  const type = bareType(schema);
  const bounds = [
    schema.minimum === undefined ? '' : ` from ${schema.minimum}`,
    schema.maximum === undefined ? '' : ` to ${schema.maximum}`,
  ].join('');
  return `${type}${bounds}${schema.nullable ? ' or null' : ''}`;
}

function bareType(schema: Schema): string {
  if (schema.$ref) return `<a href="#schema-${lastPart(schema.$ref)}">${lastPart(schema.$ref)}</a>`;
  if (schema.enum) return schema.enum.map((value) => `<code>${escape(JSON.stringify(value))}</code>`).join(' ');
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.map(typeHtml).join(' or ');
  if (schema.allOf) return schema.allOf.map(typeHtml).join(' and ');
  if (schema.items) return `array of ${typeHtml(schema.items)}`;
  if (schema.properties) return `<details><summary>object</summary>${schemaHtml(schema)}</details>`;
  return escape(schema.type ?? 'any');
}

function resolveParameter(document: ContractDocument, parameter: Parameter): Parameter {
  return (parameter.$ref && document.components.parameters[lastPart(parameter.$ref)]) || parameter;
}

function lastPart(ref: string): string {
  return ref.split('/').at(-1) ?? '';
}

function anchor(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:0;display:flex}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1rem;min-width:12rem;box-sizing:border-box}nav ul{padding-left:1rem}
main{padding:1rem 2rem;max-width:70rem;min-width:0}details{border-top:1px solid #8884;padding:.3rem 0}summary{cursor:pointer}
table{border-collapse:collapse;margin:.3rem 0}td{border:1px solid #8884;padding:.2rem .5rem;vertical-align:top}
summary>span{display:inline-block;min-width:4.2rem;font-weight:600}.GET{color:#0a7d4f}.POST{color:#1c6dd0}.PATCH,.PUT{color:#b26a00}.DELETE{color:#c0392b}
td table td{font-size:14px}em{color:#b26a00}`;
