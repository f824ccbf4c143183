// All documents for those who use Ringback, by folder.

import { List, Stack } from '@mantine/core';
import { PageHead } from '../parts/page-head.tsx';
import { Section } from '../parts/section.tsx';
import { DocLink } from './doc-link.tsx';
import { documentWords } from './doc-place.ts';
import { documentNames } from './documents.ts';

export function DocumentList() {
  const folders = Map.groupBy(documentNames(), (name) => name.split('/').slice(0, -1).join('/'));
  return (
    <>
      <PageHead title="Documents" />
      <Stack gap="lg" maw={820} data-testid="document-list">
        {[...folders].map(([folder, names]) => (
          <Section key={folder} title={folder === '' ? 'General' : documentWords(folder)}>
            <List spacing={4} style={{ columns: '240px', overflowWrap: 'anywhere' }}>
              {names.map((name) => (
                <List.Item key={name}>
                  <DocLink path={`docs/${name}.md`}>{documentWords(name)}</DocLink>
                </List.Item>
              ))}
            </List>
          </Section>
        ))}
      </Stack>
    </>
  );
}
