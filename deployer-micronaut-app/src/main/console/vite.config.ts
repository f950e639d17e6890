import { defineConfig } from 'vite';

// Relative addresses: the console works under whatever path a proxy puts it.
export default defineConfig({
  base: './',
  build: {
    outDir: '../../../target/console',
    emptyOutDir: true,
    // What is inlined would need a rule of its own in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
    chunkSizeWarningLimit: 800,
  },
  server: {
    // `npm run dev` beside a service on its own port.
    proxy: { '^/(deploy|delete|deployments|jobs|terminal|events|status|health)': { target: 'http://127.0.0.1:8002', ws: true } },
  },
});
