export { createSignInLink, deleteMember, inviteMember, listMembers, updateMember } from './members.ts';
export type { MemberPlace } from './members.ts';
