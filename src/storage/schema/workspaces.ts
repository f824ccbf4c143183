// Workspaces.

import type { Ms } from './ms.ts';

export interface WorkspacesTables {
  workspaces: WorkspaceTable;
}

/** The API's org. */
export interface WorkspaceTable {
  workspace_id: string;
  name: string;
  webhook_url: string | null;
  concurrency_limit: number;
  created_at: Ms;
}
