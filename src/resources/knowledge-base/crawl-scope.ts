// Which addresses a crawl looks at: pages at or below a path, without what is left out.

/** What is behind these is no page. */
const NO_PAGE =
  /\.(png|jpe?g|gif|webp|svg|ico|avif|bmp|tiff?|css|js|mjs|json|map|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|ogg|wav|mov|avi|zip|gz|tgz|bz2|xz|7z|rar|dmg|exe|msi|apk|iso|bin)$/i;

export interface CrawlScope {
  /** The address as it is compared and fetched; null when it is not looked at. */
  place(url: string): string | null;
}

/** `excluded`: whole addresses, or paths that begin with a slash; what lies below them is left out as well. A `*` at the end means the same. */
export function crawlScope(start: string, excluded: readonly string[]): CrawlScope {
  const from = new URL(start);
  const left = excluded.flatMap((one) => {
    const address = one.trim().replace(/\*+$/, '');
    if (address === '' || !URL.canParse(address, start)) return [];
    const url = new URL(address, start);
    return url.origin === from.origin ? [url.pathname] : [];
  });

  return {
    place(address) {
      if (!URL.canParse(address)) return null;
      const url = new URL(address);
      url.hash = '';
      if (url.origin !== from.origin || url.username !== '' || NO_PAGE.test(url.pathname) || url.href.length > 2000)
        return null;
      const isWithin = isBelow(url.pathname, from.pathname) && !left.some((path) => isBelow(url.pathname, path));
      return isWithin ? url.href : null;
    },
  };
}

/** At `top`, or below it: `/docs` and `/docs/a` are below `/docs`, `/docs-old` is not. */
function isBelow(path: string, top: string): boolean {
  const folder = top.endsWith('/') ? top : `${top}/`;
  return path === top || path.startsWith(folder) || `${path}/` === folder;
}
