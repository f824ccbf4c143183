// Cuts a Piper voice into its encoder (phonemes -> frames and how long each phoneme lasts) and its decoder (frames -> sound), so that
// sound can start before the sentence is whole and words are timed before any sound exists. No weight is changed.

import { bytesField, fieldsOf, numberField } from './protobuf.ts';

/** Names of this export's tensors: the frames handed over, and the durations in frames. */
export const framesTensor = '/Mul_7_output_0';
export const durationsTensor = '/Ceil_output_0';
/** Values of one frame. */
export const frameWidth = 192;

/** Fields of ONNX messages (onnx.proto): model.graph, graph.*, node.* */
const GRAPH = 7;
const graphField = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const nodeField = { input: 1, output: 2, attribute: 5 };
const TENSOR_NAME = 8;

interface Node {
  inputs: string[];
  outputs: string[];
  raw: Buffer;
}

/** `model`: the voice's .onnx file. Throws when it is an export with other tensor names. */
export function splitVoice(model: Buffer): { encoder: Buffer; decoder: Buffer } {
  const head: Buffer[] = [];
  let graph: Buffer | undefined;
  for (const field of fieldsOf(model)) {
    if (field.number === GRAPH) graph = field.bytes;
    else head.push(field.raw);
  }
  if (!graph) throw new Error('the voice is no ONNX model');
  const parts = readGraph(graph);
  for (const name of [framesTensor, durationsTensor]) {
    if (!parts.nodes.some((node) => node.outputs.includes(name))) {
      throw new Error(`the voice has no tensor ${name}: an export of another kind, which cannot be split`);
    }
  }
  const frames = tensorInfo(framesTensor, 1, ['batch', frameWidth, 'frames']);
  const durations = tensorInfo(durationsTensor, 1, ['batch', 1, 'phonemes']);
  const build = (cut: Buffer[], inputs: Buffer[], outputs: Buffer[]) =>
    Buffer.concat([...head, bytesField(GRAPH, Buffer.concat([...cut, ...inputs, ...outputs]))]);
  return {
    encoder: build(cutGraph(parts, [framesTensor, durationsTensor], new Set()), parts.inputs, [
      bytesField(graphField.output, frames),
      bytesField(graphField.output, durations),
    ]),
    decoder: build(
      cutGraph(parts, parts.outputNames, new Set([framesTensor])),
      [bytesField(graphField.input, frames)],
      parts.outputs,
    ),
  };
}

interface GraphParts {
  nodes: Node[];
  initializers: Map<string, Buffer>;
  inputs: Buffer[];
  outputs: Buffer[];
  outputNames: string[];
  name: Buffer[];
}

/** Shapes of inner tensors (value_info) are left behind: onnxruntime infers them. */
function readGraph(graph: Buffer): GraphParts {
  const parts: GraphParts = { nodes: [], initializers: new Map(), inputs: [], outputs: [], outputNames: [], name: [] };
  for (const field of fieldsOf(graph)) {
    if (field.number === graphField.node) parts.nodes.push(readNode(field.bytes, field.raw));
    else if (field.number === graphField.initializer)
      parts.initializers.set(nameOf(field.bytes, TENSOR_NAME), field.raw);
    else if (field.number === graphField.input) parts.inputs.push(field.raw);
    else if (field.number === graphField.name) parts.name.push(field.raw);
    else if (field.number === graphField.output) {
      parts.outputs.push(field.raw);
      parts.outputNames.push(nameOf(field.bytes, 1));
    }
  }
  return parts;
}

function readNode(bytes: Buffer, raw: Buffer): Node {
  const node: Node = { inputs: [], outputs: [], raw };
  for (const field of fieldsOf(bytes)) {
    if (field.number === nodeField.input) node.inputs.push(field.bytes.toString());
    else if (field.number === nodeField.output) node.outputs.push(field.bytes.toString());
    else if (field.number === nodeField.attribute && hasSubgraph(field.bytes)) {
      throw new Error('the voice has a graph within its graph, which cannot be split');
    }
  }
  return node;
}

/** AttributeProto: 6 = graph, 11 = graphs. */
function hasSubgraph(attribute: Buffer): boolean {
  return [...fieldsOf(attribute)].some((field) => field.number === 6 || field.number === 11);
}

/** The nodes and weights that `wanted` needs, stopping at what is `given`. */
function cutGraph(parts: GraphParts, wanted: string[], given: Set<string>): Buffer[] {
  const needed = new Set(wanted);
  const kept: Buffer[] = [];
  for (const node of parts.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name) && !given.has(name))) continue;
    kept.unshift(node.raw);
    for (const input of node.inputs) needed.add(input);
  }
  const weights = [...parts.initializers].filter(([name]) => needed.has(name)).map(([, raw]) => raw);
  return [...kept, ...parts.name, ...weights];
}

/** ValueInfoProto of a tensor; `type` 1 = float32; a text is an open dimension. */
function tensorInfo(name: string, type: number, shape: (string | number)[]): Buffer {
  const dimensions = shape.map((size) =>
    bytesField(1, typeof size === 'number' ? numberField(1, size) : bytesField(2, size)),
  );
  const tensor = Buffer.concat([numberField(1, type), bytesField(2, Buffer.concat(dimensions))]);
  return Buffer.concat([bytesField(1, name), bytesField(2, bytesField(1, tensor))]);
}

function nameOf(message: Buffer, number: number): string {
  for (const field of fieldsOf(message)) if (field.number === number) return field.bytes.toString();
  return '';
}
