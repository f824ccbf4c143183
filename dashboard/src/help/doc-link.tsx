import { Anchor } from '@mantine/core';
import type { AnchorProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { helpAddress } from './doc-place.ts';

/** A link to a document of the repository (`docs/phone.md`), which this page shows itself. */
export function DocLink({ path, children, ...rest }: AnchorProps & { path: string; children: ReactNode }) {
  return (
    <Anchor component={Link} to={helpAddress(path)} fz="inherit" {...rest} data-testid="doc-link">
      {children}
    </Anchor>
  );
}
