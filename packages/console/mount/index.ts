export {
  consoleFiles,
  type ConsoleAnswer,
  type ConsoleOptions,
  type ConsoleRequestHeaders,
} from './console-files.js';
