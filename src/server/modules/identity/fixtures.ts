// For the assemblers only: the sample people.
export { loadSamplePeople } from './sample/load-people.ts';
