import type { FunctionComponent, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isExportOpen } from './open-export.ts';

/** The dialog of what can be saved, loaded when it is opened first. */
export function Export(): VNode | null {
  const [Dialog, setDialog] = useState<FunctionComponent | undefined>(undefined);
  const isOpen = isExportOpen.value;
  useEffect(() => {
    if (!isOpen || Dialog !== undefined) return;
    import('./export-dialog.tsx').then(
      ({ ExportDialog }) => setDialog(() => ExportDialog),
      () => (isExportOpen.value = false),
    );
  }, [isOpen]);
  return isOpen && Dialog !== undefined ? <Dialog /> : null;
}
