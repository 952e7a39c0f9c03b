/** Android 8's WebView, old WeChat and UC (Chromium 78 class) lack these features; other browsers load no polyfills. */
export const needsOldBrowserHelp = (): boolean =>
  !('at' in Array.prototype) ||
  !('toSorted' in Array.prototype) ||
  !('findLast' in Array.prototype) ||
  !('hasOwn' in Object) ||
  !('fromEntries' in Object) ||
  !('replaceAll' in String.prototype) ||
  !('any' in Promise) ||
  !('allSettled' in Promise) ||
  !('structuredClone' in globalThis) ||
  !('randomUUID' in crypto);
