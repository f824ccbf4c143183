// Contacts and their import.

import type { UploadedFile } from '../../interfaces/uploaded-file.ts';
import {
  backfillContactAnalysisData,
  createContact,
  createContactImport,
  deleteContact,
  getContact,
  getContactByPhone,
  jobStatus,
  listContactConversations,
  listContacts,
  updateContact,
  uploadContactImportFile,
} from '../../resources/contact/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const CONTACT_HANDLERS = {
  createContact: (deps, { workspaceId, body }) => createContact(deps, workspaceId, body),
  getContact: (deps, request) => getContact(deps, contactPlace(request)),
  getContactByPhone: (deps, { workspaceId, params }) =>
    getContactByPhone(deps, { workspaceId, phoneNumber: params.phone_number ?? '' }),
  listContacts: (deps, { workspaceId, body }) => listContacts(deps, workspaceId, body ?? {}),
  updateContact: (deps, request) => updateContact(deps, contactPlace(request), request.body),
  deleteContact: (deps, request) => deleteContact(deps, contactPlace(request)),
  listContactConversations: (deps, request) => listContactConversations(deps, contactPlace(request), request.query),
  uploadContactImportFile: (deps, { workspaceId, files: [file] }) =>
    uploadContactImportFile(deps, workspaceId, file as UploadedFile),
  createContactImport: (deps, { workspaceId, body }) => createContactImport(deps, workspaceId, body),
  getContactImport: (deps, { workspaceId }) => jobStatus(deps, workspaceId, 'import'),
  backfillContactAnalysisData: (deps, { workspaceId, body }) => backfillContactAnalysisData(deps, workspaceId, body),
  getBackfillContactJobStatus: (deps, { workspaceId }) => jobStatus(deps, workspaceId, 'backfill'),
} satisfies HandlerTable;

function contactPlace({ workspaceId, params }: Place) {
  return { workspaceId, contactId: params.contact_id ?? '' };
}
