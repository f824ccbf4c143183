// Phone numbers, phone calls, batches.

import {
  createPhoneNumber,
  deletePhoneNumber,
  getPhoneNumber,
  importPhoneNumber,
  listPhoneNumbers,
  listPhoneNumbersV2,
  updatePhoneNumber,
} from '../../resources/phone-number/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const NUMBER_HANDLERS = {
  createPhoneNumber: (deps, { workspaceId, body }) => createPhoneNumber(deps, workspaceId, body),
  deletePhoneNumber: (deps, request) => deletePhoneNumber(deps, numberPlace(request)),
  getPhoneNumber: (deps, request) => getPhoneNumber(deps, numberPlace(request)),
  importPhoneNumber: (deps, { workspaceId, body }) => importPhoneNumber(deps, workspaceId, body),
  listPhoneNumbers: (deps, { workspaceId }) => listPhoneNumbers(deps, workspaceId),
  listPhoneNumbersV2: (deps, { workspaceId, query }) => listPhoneNumbersV2(deps, workspaceId, query),
  updatePhoneNumber: (deps, request) => updatePhoneNumber(deps, numberPlace(request), request.body),
} satisfies HandlerTable;

function numberPlace({ workspaceId, params }: Place) {
  return { workspaceId, phoneNumber: params.phone_number ?? '' };
}
