// An engine's document without references to what is missing: knowledge bases, tools of the document itself, shared components.

type Document = Record<string, unknown>;

export interface Missing {
  knowledgeBases: ReadonlySet<string>;
  /** Shared components. */
  components: ReadonlySet<string>;
}

/** Ids that the document names, at any depth, each once. */
export function namedKnowledgeBases(document: unknown): string[] {
  const ids = new Set<string>();
  visit(document, (object) => {
    for (const id of strings(object['knowledge_base_ids'])) ids.add(id);
  });
  return [...ids];
}

/** Nodes of missing components go, and edges to them lose their destination. Tool ids are those of the part they stand in. */
export function withoutReferences(document: Document, missing: Missing): Document {
  const copy = structuredClone(document);
  for (const part of [copy, ...objects(copy['components'])]) {
    dropNodes(part, missing.components);
    dropTools(part);
  }
  visit(copy, (object) => keep(object, 'knowledge_base_ids', (id) => !missing.knowledgeBases.has(id)));
  return copy;
}

function dropNodes(part: Document, components: ReadonlySet<string>): void {
  if (components.size === 0) return;
  const isGone = (node: Document): boolean =>
    node['type'] === 'component' &&
    node['component_type'] === 'shared' &&
    components.has(node['component_id'] as string);
  const nodes = objects(part['nodes']);
  const gone = new Set(nodes.filter(isGone).map((node) => node['id']));
  if (gone.size === 0) return;
  part['nodes'] = nodes.filter((node) => !isGone(node));
  if (gone.has(part['start_node_id'])) delete part['start_node_id'];
  visit(part['nodes'], (object) => {
    if (gone.has(object['destination_node_id'])) delete object['destination_node_id'];
  });
}

function dropTools(part: Document): void {
  const known = new Set(objects(part['tools']).map((tool) => tool['tool_id']));
  for (const node of objects(part['nodes'])) keep(node, 'tool_ids', (id) => known.has(id));
}

function keep(object: Document, field: string, isKept: (id: string) => boolean): void {
  const ids = object[field];
  if (Array.isArray(ids)) object[field] = ids.filter((id) => typeof id !== 'string' || isKept(id));
}

function visit(value: unknown, each: (object: Document) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) each(value as Document);
  for (const inner of Object.values(value)) visit(inner, each);
}

function objects(value: unknown): Document[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
