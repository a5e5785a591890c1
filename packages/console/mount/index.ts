export { consoleFiles, type ConsoleAnswer, type ConsoleOptions } from './console-files.js';
