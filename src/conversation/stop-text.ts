// Watches a stream of text for a marker that ends it, also when the marker arrives in pieces.

export interface StopText {
  /** Gives the part of the text that is certainly not the beginning of the marker; nothing any more once the marker was seen. */
  push(text: string): string;
  /** The stream ended: gives what was held back. */
  flush(): string;
  readonly seen: boolean;
}

/** Makes a watcher for one stream. */
export function createStopText(marker: string): StopText {
  let held = '';
  let seen = false;

  return {
    push(text) {
      if (seen) return '';
      held += text;
      const at = held.indexOf(marker);
      if (at >= 0) {
        seen = true;
        return held.slice(0, at).trimEnd();
      }
      const keep = lengthOfBeginning(held, marker);
      const out = held.slice(0, held.length - keep);
      held = held.slice(held.length - keep);
      return out;
    },
    flush() {
      const out = seen ? '' : held;
      held = '';
      return out;
    },
    get seen() {
      return seen;
    },
  };
}

/** Length of the longest end of `text` that could become the marker. */
function lengthOfBeginning(text: string, marker: string): number {
  for (let length = Math.min(text.length, marker.length - 1); length > 0; length--) {
    if (marker.startsWith(text.slice(text.length - length))) return length;
  }
  return 0;
}
