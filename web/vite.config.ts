import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

// Outlines of states to a tenth of a unit, on a map 613 wide: half the bytes.
const coarserMap: Plugin = {
  name: 'coarser-map',
  transform: (code, id) =>
    id.includes('@svg-maps') ? code.replace(/\d+\.\d{2,}/g, (figure) => String(Number(Number(figure).toFixed(1)))) : undefined,
};

// The program serves these files under a strict policy: nothing inline, nothing from elsewhere.
export default defineConfig({
  plugins: [coarserMap, svelte()],
  build: {
    target: 'es2022',
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    sourcemap: false,
    chunkSizeWarningLimit: 900,
  },
});
