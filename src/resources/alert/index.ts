export {
  createAlertRule,
  deleteAlertRule,
  getAlertRule,
  listAlertIncidents,
  listAlertRules,
  updateAlertRule,
} from './alert-rules.ts';
