export { countDialled, forgetDialledDays, refusalOf, refuseOrNull, settleDialled, settleTalk } from './call-limits.ts';
export { destinationOf } from './destination.ts';
export { changedCallLimits, renderCallLimits } from './settings.ts';
