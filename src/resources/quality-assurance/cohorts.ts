// QA cohorts (which calls are reviewed and how they are scored) and saved views. They are kept here; what scores calls is elsewhere.

import { notFound, type RequestBody } from '../../contract/index.ts';
import { findDocument } from '../../storage/tables/index.ts';
import { keptDocuments } from '../kept-document/index.ts';

export const cohorts = keptDocuments<RequestBody<'createCohort'>>({
  kind: 'cohort',
  asset: 'cohort',
  idField: 'cohort_id',
  check: async () => {},
  render: () => ({}),
});

export const qaViews = keptDocuments<RequestBody<'createQaView'>>({
  kind: 'qa_view',
  asset: 'QA view',
  idField: 'qa_view_id',
  async check(trx, workspaceId, view) {
    if (view.cohort_id === undefined) return;
    const key = { workspace_id: workspaceId, kind: 'cohort', document_id: view.cohort_id } as const;
    if (!(await findDocument(trx, key))) throw notFound('cohort', view.cohort_id);
  },
  render: () => ({}),
});
