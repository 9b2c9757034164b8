// Recording: what a run calls, and its heart.

export { Beats, beatIntervalMs, type BeatsOptions } from './beats.ts'
export { createHeart, noHeart, type Heart, type HeartRun, type HeartThreadOptions } from './heart.ts'
export { memoryRecorder, type MemoryRecorder, type MemoryRecorderOptions } from './memory-recorder.ts'
export { openRecorder, type Recorder, type RecorderOptions } from './recorder.ts'
