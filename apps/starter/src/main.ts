import {
  launch,
  newStrain,
  prepareProgram,
  STARTER_SETTINGS,
  type StarterSettings,
} from '@pod-contagion/podder';

// Patient zero: a podder that falls ill by itself, sneezes for a while and ends.
launch(() =>
  prepareProgram<StarterSettings>({
    name: 'starter',
    purpose: 'patient zero, a podder that falls ill by itself, sneezes for a while and ends',
    settings: STARTER_SETTINGS,
    operate(podder, settings, end) {
      const { startDelayMs, frenzyDurationMs, strain } = settings;
      setTimeout(() => {
        podder.outbreak(strain || newStrain());
        setTimeout(() => end('frenzy over'), frenzyDurationMs);
      }, startDelayMs);
    },
  }),
);
