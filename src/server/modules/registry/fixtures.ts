// For the assemblers only: the sample register.
export { loadSample } from './sample/load.ts';
