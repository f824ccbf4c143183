// Batches of calls: the list, one of them, making and steering.

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Batch, BatchDetail, BatchRequest } from './contract.ts';
import { request } from './request.ts';

const batchesPerPage = 30;
const pollMs = 3000;
/** Calls go on after the last was dialled, and are looked at after their end. */
const afterwardsPollMs = 15_000;

interface BatchPage {
  items?: Batch[];
  has_more?: boolean;
  pagination_key?: string;
}

/** Latest first; asked for again while one of them goes on. */
export function useBatches() {
  return useInfiniteQuery({
    queryKey: ['batches'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const after = pageParam && `&pagination_key=${encodeURIComponent(pageParam)}`;
      return request<BatchPage>(`/list-batch-calls?limit=${batchesPerPage}${after}`, { signal });
    },
    getNextPageParam: (page) => (page.has_more ? page.pagination_key : undefined),
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items?.some(isGoingOn)) ? pollMs : false,
  });
}

export function useBatch(batchId: string) {
  return useQuery({
    queryKey: ['batches', batchId],
    queryFn: ({ signal }) => request<BatchDetail>(`/get-batch-call/${encodeURIComponent(batchId)}`, { signal }),
    refetchInterval: ({ state: { data } }) => (!data ? false : isGoingOn(data) ? pollMs : afterwardsPollMs),
  });
}

/** Will it call anybody by itself? */
export function isGoingOn({ status }: Batch): boolean {
  return status === 'planned' || status === 'ongoing';
}

export function useCreateBatch() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: BatchRequest) => request<Batch>('/create-batch-call', { method: 'POST', body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['batches'] }),
  });
}

export type BatchOrder = 'pause' | 'resume' | 'cancel';

export function useSteerBatch(batchId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: BatchOrder) =>
      request<BatchDetail>(`/${order}-batch-call/${encodeURIComponent(batchId)}`, { method: 'POST' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['batches'] }),
  });
}
