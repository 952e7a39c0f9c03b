import type { Plugin } from 'vite';

/** Names in the page what its first script will ask for anyway, so that it comes with the script and not after it; and
 *  lets the look of the page go before all of it, so that a slow line shows the name at once. */
export function preload(...modules: string[]): Plugin {
  return {
    name: 'preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        const links = Object.values(bundle ?? {})
          .filter((chunk) => chunk.type === 'chunk' && modules.some((module) => chunk.facadeModuleId?.endsWith(module)))
          .map(({ fileName }) => `    <link rel="modulepreload" crossorigin href="/${fileName}">\n`);
        return html
          .replace(/ {2}<\/head>|<\/head>/, `${links.join('')}$&`)
          .replaceAll('<link rel="modulepreload"', '<link rel="modulepreload" fetchpriority="low"');
      },
    },
  };
}
