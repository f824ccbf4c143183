// Alert rules and quality assurance.

import {
  createAlertRule,
  deleteAlertRule,
  getAlertRule,
  listAlertIncidents,
  listAlertRules,
  updateAlertRule,
} from '../../resources/alert/index.ts';
import { cohorts, qaViews } from '../../resources/quality-assurance/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const ALERT_AND_QUALITY_HANDLERS = {
  createAlertRule: (deps, { workspaceId, body }) => createAlertRule(deps, workspaceId, body),
  getAlertRule: (deps, request) => getAlertRule(deps, placeOf(request, 'alert_rule_id')),
  listAlertRules: (deps, { workspaceId, query }) => listAlertRules(deps, workspaceId, query),
  updateAlertRule: (deps, request) => updateAlertRule(deps, placeOf(request, 'alert_rule_id'), request.body),
  deleteAlertRule: (deps, request) => deleteAlertRule(deps, placeOf(request, 'alert_rule_id')),
  listAlertIncidents: (deps, { workspaceId, query }) => listAlertIncidents(deps, workspaceId, query),
  createCohort: (deps, { workspaceId, body }) => cohorts.create(deps, workspaceId, body),
  getCohort: (deps, request) => cohorts.get(deps, placeOf(request, 'cohort_id')),
  listCohorts: (deps, { workspaceId, query }) => cohorts.list(deps, workspaceId, query),
  updateCohort: (deps, request) => cohorts.update(deps, placeOf(request, 'cohort_id'), request.body),
  deleteCohort: (deps, request) => cohorts.delete(deps, placeOf(request, 'cohort_id')),
  createQaView: (deps, { workspaceId, body }) => qaViews.create(deps, workspaceId, body),
  getQaView: (deps, request) => qaViews.get(deps, placeOf(request, 'qa_view_id')),
  listQaViews: (deps, { workspaceId, query }) => qaViews.list(deps, workspaceId, query),
  updateQaView: (deps, request) => qaViews.update(deps, placeOf(request, 'qa_view_id'), request.body),
  deleteQaView: (deps, request) => qaViews.delete(deps, placeOf(request, 'qa_view_id')),
} satisfies HandlerTable;

function placeOf({ workspaceId, params }: Pick<Place, 'workspaceId' | 'params'>, id: string) {
  return { workspaceId, id: params[id] ?? '' };
}
