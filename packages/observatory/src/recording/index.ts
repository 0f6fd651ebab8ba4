export { RecordingReader, type RecordingSink } from './recording-reader.ts';
