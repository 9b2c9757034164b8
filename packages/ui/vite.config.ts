import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Where `throughline dev` answers while the pages are developed: `npm run dev` here, with the address that it printed.
const api = process.env['THROUGHLINE_API'] ?? 'http://127.0.0.1:7717'

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@throughline/source', 'module', 'browser', 'development|production'] },
  server: { host: '127.0.0.1', proxy: { '/api': api } },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // The policy of the server allows no data: in scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licences.md' },
  },
})
