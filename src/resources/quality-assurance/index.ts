export { cohorts, qaViews } from './cohorts.ts';
