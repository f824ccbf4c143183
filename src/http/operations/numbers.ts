// Phone numbers, their trunks, phone calls, batches.

import {
  cancelBatchCall,
  createBatchCall,
  getBatchCall,
  listBatchCalls,
  pauseBatchCall,
  resumeBatchCall,
} from '../../resources/batch-call/index.ts';
import { createPhoneCall, registerPhoneCall } from '../../resources/call/index.ts';
import {
  createPhoneNumber,
  deletePhoneNumber,
  getPhoneNumber,
  importPhoneNumber,
  listPhoneNumbers,
  listPhoneNumbersV2,
  updatePhoneNumber,
} from '../../resources/phone-number/index.ts';
import {
  createSipTrunk,
  deleteSipTrunk,
  getSipTrunk,
  getTelephony,
  listSipTrunks,
  testSipTrunk,
  updateSipTrunk,
} from '../../resources/sip-trunk/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const NUMBER_HANDLERS = {
  createPhoneCall: (deps, { workspaceId, body }) => createPhoneCall(deps, workspaceId, body),
  registerPhoneCall: (deps, { workspaceId, body }) => registerPhoneCall(deps, workspaceId, body),
  createBatchCall: (deps, { workspaceId, body }) => createBatchCall(deps, workspaceId, body),
  getBatchCall: (deps, request) => getBatchCall(deps, batchPlace(request)),
  listBatchCalls: (deps, { workspaceId, query }) => listBatchCalls(deps, workspaceId, query),
  cancelBatchCall: (deps, request) => cancelBatchCall(deps, batchPlace(request)),
  pauseBatchCall: (deps, request) => pauseBatchCall(deps, batchPlace(request)),
  resumeBatchCall: (deps, request) => resumeBatchCall(deps, batchPlace(request)),
  createPhoneNumber: (deps, { workspaceId, body }) => createPhoneNumber(deps, workspaceId, body),
  deletePhoneNumber: (deps, request) => deletePhoneNumber(deps, numberPlace(request)),
  getPhoneNumber: (deps, request) => getPhoneNumber(deps, numberPlace(request)),
  importPhoneNumber: (deps, { workspaceId, body }) => importPhoneNumber(deps, workspaceId, body),
  listPhoneNumbers: (deps, { workspaceId }) => listPhoneNumbers(deps, workspaceId),
  listPhoneNumbersV2: (deps, { workspaceId, query }) => listPhoneNumbersV2(deps, workspaceId, query),
  updatePhoneNumber: (deps, request) => updatePhoneNumber(deps, numberPlace(request), request.body),
  createSipTrunk: (deps, { workspaceId, body }) => createSipTrunk(deps, workspaceId, body),
  getSipTrunk: (deps, request) => getSipTrunk(deps, trunkPlace(request)),
  listSipTrunks: (deps, { workspaceId, query }) => listSipTrunks(deps, workspaceId, query),
  updateSipTrunk: (deps, request) => updateSipTrunk(deps, trunkPlace(request), request.body),
  deleteSipTrunk: (deps, request) => deleteSipTrunk(deps, trunkPlace(request)),
  getTelephony: (deps) => getTelephony(deps),
  testSipTrunk: (deps, { workspaceId, body }) => testSipTrunk(deps, workspaceId, body),
} satisfies HandlerTable;

function trunkPlace({ workspaceId, params }: Place) {
  return { workspaceId, sipTrunkId: params.sip_trunk_id ?? '' };
}

function batchPlace({ workspaceId, params }: Place) {
  return { workspaceId, batchCallId: params.batch_call_id ?? '' };
}

function numberPlace({ workspaceId, params }: Place) {
  return { workspaceId, phoneNumber: params.phone_number ?? '' };
}
