import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { estimates } from '../estimates/estimates.ts';
import { svgOf } from '../panels/drawing/svg-pen.ts';
import { seenMs } from '../state/seen-ms.ts';
import { model } from '../state/store.ts';
import { download, gzipped } from './download.ts';
import { estimatesCsv } from './estimates-csv.ts';
import { DATA_FILES, type DataFile } from './files.ts';
import { FRAME_PX, framed, sourceLine } from './framed.ts';
import { isExportOpen } from './open-export.ts';
import { pictureOf } from './picture.ts';
import { pngOf } from './png.ts';
import { panels, type PanelSource } from './sources.ts';
import { tableCsv } from './table-csv.ts';

/** What can be saved: pictures and tables of the panels that are on the screen, and all that the page knows. */
export function ExportDialog(): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [said, setSaid] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const save = (name: string, make: () => Promise<void>): void => {
    setSaid(`making ${name} …`);
    make().then(
      () => setSaid(`${name} is saved`),
      (error: unknown) => setSaid(`${name}: ${error instanceof Error ? error.message : String(error)}`),
    );
  };
  return (
    <dialog
      ref={dialog}
      class="export"
      aria-label="Export"
      onClose={() => (isExportOpen.value = false)}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <form method="dialog">
        <h2>Export</h2>
        <button type="submit">close</button>
      </form>
      <h3>Panels on the screen</h3>
      <ul>
        {panels.value.map((panel) => (
          <PanelRow key={panel.name} panel={panel} save={save} />
        ))}
      </ul>
      <h3>Data</h3>
      <ul>
        {DATA_FILES.map((file) => (
          <li key={file.name}>
            <button type="button" onClick={() => save(file.name, () => saveData(file))}>
              {file.name}
            </button>{' '}
            {file.text}
          </li>
        ))}
        {estimates.value !== undefined && (
          <li>
            <button
              type="button"
              onClick={() =>
                save('estimates.csv', () =>
                  download('estimates.csv', 'text/csv;charset=utf-8', estimatesCsv(estimates.value!)),
                )
              }
            >
              estimates.csv
            </button>{' '}
            R and what else is estimated, with intervals and windows
          </li>
        )}
      </ul>
      <p role="status">{said}</p>
    </dialog>
  );
}

type Save = (name: string, make: () => Promise<void>) => void;

function PanelRow({ panel, save }: Readonly<{ panel: PanelSource; save: Save }>): VNode {
  const { name, title, paint, table } = panel;
  return (
    <li>
      {title}{' '}
      {paint !== undefined && (
        <>
          <Save name={`${name}.png`} save={save} make={() => savePicture(panel, 'png')} />
          <Save name={`${name}.svg`} save={save} make={() => savePicture(panel, 'svg')} />
        </>
      )}
      {table !== undefined && (
        <Save
          name={`${name}.csv`}
          save={save}
          make={() => download(`${name}.csv`, 'text/csv;charset=utf-8', tableCsv(table()))}
        />
      )}
    </li>
  );
}

function Save({
  name,
  save,
  make,
}: Readonly<{ name: string; save: Save; make: () => Promise<void> }>): VNode {
  return (
    <button type="button" onClick={() => save(name, make)}>
      {name}
    </button>
  );
}

async function saveData({ name, type, parts, isCompressed }: DataFile): Promise<void> {
  await download(name, type, isCompressed === true ? await gzipped(parts(model)) : parts(model));
}

async function savePicture(panel: PanelSource, kind: 'png' | 'svg'): Promise<void> {
  const { name, title } = panel;
  const picture = await pictureOf(panel);
  if (picture === undefined) throw new Error('nothing is drawn there');
  const source = sourceLine(model, seenMs());
  if (kind === 'png') return download(`${name}.png`, 'image/png', await pngOf(picture, title, source));
  const { paint, width, height, inks } = picture;
  const size = { width, height: height + FRAME_PX };
  await download(`${name}.svg`, 'image/svg+xml', [svgOf(framed(paint, title, source), size, inks, title)]);
}
