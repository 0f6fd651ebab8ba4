import { launch, PODDER_SETTINGS, prepareProgram, type PodderSettings } from '@pod-contagion/podder';

// The generic podder: susceptible until somebody sneezes at it.
launch(() =>
  prepareProgram<PodderSettings>({
    name: 'generic',
    purpose: 'a podder, healthy until somebody sneezes at it',
    settings: PODDER_SETTINGS,
  }),
);
