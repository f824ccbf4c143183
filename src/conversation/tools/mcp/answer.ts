// What an MCP tool answered, as text for the model and as JSON for variables.
// https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-result

import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { asText } from '../../variables.ts';

type Block = CallToolResult['content'][number];

/** Texts one under the other; of pictures, sounds and files only what they are. */
export function answerText({ content, structuredContent }: CallToolResult): string {
  const text = content.map(blockText).join('\n');
  if (text.trim() !== '') return text;
  return asText(structuredContent) ?? '(The tool answered without content.)';
}

/** JSON text in which `response_variables` are looked up. */
export function answerJson({ content, structuredContent }: CallToolResult): string {
  if (structuredContent !== undefined) return asText(structuredContent) ?? '';
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'image':
    case 'audio':
      return `(${block.type}: ${block.mimeType})`;
    case 'resource':
      return 'text' in block.resource
        ? block.resource.text
        : `(file: ${block.resource.uri}${block.resource.mimeType ? `, ${block.resource.mimeType}` : ''})`;
    case 'resource_link':
      return `(link: ${block.title ?? block.name}, ${block.uri})`;
    default:
      return block satisfies never;
  }
}
