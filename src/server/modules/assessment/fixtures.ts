// For the assemblers only: sample dossiers in flight and past scorings.
export { loadSampleDossiers } from './sample/load.ts';
