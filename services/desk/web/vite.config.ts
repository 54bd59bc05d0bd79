import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The desk serves what this makes: every name but that of `index.html` has the hash of its content in it. */
export default defineConfig({
  plugins: [react()],
  // The desk puts a fresh one in with each answer (services/desk/src/page.ts).
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // Nothing is inlined as a data: address, so that the policy of the page need not allow any.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    manifest: true,
  },
});
