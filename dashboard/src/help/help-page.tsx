// A document of docs/, as a page.

import { Skeleton, Typography } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Marked } from 'marked';
import { useEffect, useMemo } from 'react';
import type { MouseEvent } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { PageHead } from '../parts/page-head.tsx';
import { UnreadablePage } from '../parts/unreadable-page.tsx';
import { headingId, helpAddress, idInHash, linkedDocument } from './doc-place.ts';
import { DocumentList } from './document-list.tsx';
import { isDocument, readDocument } from './documents.ts';
import classes from './help-page.module.css';

export function HelpPage() {
  const { '*': name = '' } = useParams();
  return name === '' ? <DocumentList /> : <DocumentPage name={name} />;
}

function DocumentPage({ name }: { name: string }) {
  const { data, error, isPending } = useQuery({
    queryKey: ['document', name],
    queryFn: () => readDocument(name) ?? Promise.reject(new Error(`There is no document "${name}".`)),
    retry: false,
    staleTime: Infinity,
  });
  if (isPending) return <Skeleton height={320} radius="lg" />;
  if (data !== undefined) return <Document key={name} name={name} text={data} />;
  return (
    <UnreadablePage title="Help" error={error} what="The document" back={{ to: '/help', label: 'All documents' }} />
  );
}

function Document({ name, text }: { name: string; text: string }) {
  const navigate = useNavigate();
  const { hash } = useLocation();
  const [, title = name, body = text] = /^# (.+)\n([^]*)$/.exec(text) ?? [];
  const html = useMemo(() => htmlOf(name, body), [name, body]);
  useEffect(() => {
    if (hash) document.getElementById(idInHash(hash))?.scrollIntoView();
  }, [hash, html]);
  /** Within the page, as its other links; a click with a key held down stays the browser's. */
  const follow = (event: MouseEvent) => {
    const href = (event.target as Element).closest('a')?.getAttribute('href');
    if (!href?.startsWith('/help/') || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void navigate(href);
  };
  return (
    <>
      <PageHead title={title} />
      <Typography className={classes.text} onClick={follow} data-testid="document">
        <div dangerouslySetInnerHTML={{ __html: html }} />
      </Typography>
    </>
  );
}

/** Of a document of ours, so its HTML is trusted. */
function htmlOf(name: string, text: string): string {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: words }) {
        return `<h${depth} id="${headingId(words)}">${this.parser.parseInline(tokens)}</h${depth}>`;
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        const linked = linkedDocument(name, href);
        if (linked && isDocument(linked.name))
          return `<a href="${helpAddress(linked.name)}${linked.hash}">${words}</a>`;
        // A file of the repository that is no document: there is nothing to open.
        return /^https?:/.test(href) ? `<a href="${href}" target="_blank" rel="noreferrer">${words}</a>` : words;
      },
      table({ header, rows }) {
        const line = (cells: typeof header, tag: string) =>
          `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`;
        return `<div class="${classes.wide}"><table><thead>${line(header, 'th')}</thead><tbody>${rows.map((row) => line(row, 'td')).join('')}</tbody></table></div>`;
      },
    },
  });
  return marked.parse(text, { async: false });
}
