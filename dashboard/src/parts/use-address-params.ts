// What a page keeps in the address behind its `?`, changed without losing a change that is not rendered yet.

import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';

/** Applied to a copy of the newest parameters. */
type Edit = (params: URLSearchParams) => void;

/**
 * The newest parameters and a way to change them. The router renders an address in a transition, so what it shows may be older than the last
 * change: two changes at once would both begin from it. Each change here begins from the one before, and is shown at once.
 */
export function useAddressParams(): [URLSearchParams, (edit: Edit) => void] {
  const [rendered, setRendered] = useSearchParams();
  const { key } = useLocation();
  const address = rendered.toString();
  const [shown, setShown] = useState(address);
  const newest = useRef(address);
  /** Ours that the router has not rendered. */
  const underWay = useRef<string[]>([]);
  const navigate = useRef(setRendered);

  useEffect(() => {
    navigate.current = setRendered;
  });
  useEffect(() => {
    const at = underWay.current.lastIndexOf(address);
    underWay.current = underWay.current.slice(at === -1 ? Infinity : at + 1);
    if (at !== -1) return;
    // From elsewhere: a link, or the browser's back button.
    newest.current = address;
    setShown(address);
  }, [address, key]);

  const change = useCallback((edit: Edit) => {
    const params = new URLSearchParams(newest.current);
    edit(params);
    newest.current = params.toString();
    underWay.current.push(newest.current);
    setShown(newest.current);
    navigate.current(params, { replace: true });
  }, []);
  return [new URLSearchParams(shown), change];
}
