// Flashes IMAGE to every DEVICE the way Etcher's own writer does: one stream for all of them, direct I/O, buffers by
// the number of targets. usage: node flash.js IMAGE (verify|no-verify) (trim|no-trim) DEVICE=BYTES...
'use strict';
const path = require('path');
const os = require('os');

// The packages lie in the benchmark's cache, not beside this script.
const sdk = require(path.join(process.env.ETCHER_MODULES, 'etcher-sdk'));

const BUFFER = 1024 ** 2;

function drive(target) {
  const at = target.lastIndexOf('=');
  const device = target.slice(0, at);
  return {
    device,
    devicePath: device,
    raw: device,
    description: device,
    displayName: device,
    size: Number(target.slice(at + 1)),
    blockSize: 512,
    logicalBlockSize: 512,
    isReadOnly: false,
    isSystem: false,
    isRemovable: true,
    mountpoints: [],
  };
}

async function main([image, verify, trim, ...targets]) {
  const { File, BlockDevice } = sdk.sourceDestination;
  const destinations = targets.map(
    (target) => new BlockDevice({ drive: drive(target), write: true, direct: true }),
  );
  const { failures } = await sdk.multiWrite.decompressThenFlash({
    source: new File({ path: image }),
    destinations,
    onProgress: () => {},
    onFail: (destination, error) => console.error(`${destination.device}: ${error.message}`),
    verify: verify === 'verify',
    trim: trim === 'trim',
    decompressFirst: true,
    numBuffers: Math.min(2 + (destinations.length - 1) * 32, 256, Math.floor(os.totalmem() / BUFFER / 8)),
  });
  return failures.size === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
