// What this user agent can do, as headers tell it.

export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY';
export const METHODS = new Set(ALLOW.split(', '));
export const EXTENSIONS = ['100rel', 'timer', 'replaces', 'norefersub'];
export const SUPPORTED = EXTENSIONS.join(', ');
/** Methods that exist, which we do not serve: 405. Any other is unknown: 501. */
export const OTHER_METHODS = new Set(['REGISTER', 'SUBSCRIBE', 'MESSAGE', 'PUBLISH']);
/** Shortest session interval we let anybody ask for, s (RFC 4028 section 4). */
export const MIN_SE_S = 90;
