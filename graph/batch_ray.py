"""The engine of a batch on a Ray cluster: the same work on other machines, traces and marks on a disk they share.

The one file that knows Ray (extra [ray]). Knows nothing of pictures.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from typing import Any, Final

from codec.errors import RunStateError, UsageError
from graph.batch_engines import Engine, top_up
from graph.batch_marks import Mark
from graph.batch_work import Job, work

TRIES: Final = 4
"""How often Ray begins a job whose worker or machine died; every try goes on where the last was cut off."""


def on_ray(count: int, *, address: str | None, do: Callable[[Job], Mark] = work) -> Engine:
    """Make an engine of so many Ray workers; without an address it joins or starts a cluster on this machine.

    Every job's folder of runs must be the same disk on all machines. Raises UsageError when Ray is missing or no
    cluster answers at the address.
    """
    ray = _import_ray()

    def run(jobs: Iterator[Job]) -> Generator[Mark, None, None]:
        began = _join(ray, address)
        remote = ray.remote(num_cpus=1, max_retries=TRIES - 1)(do)
        under_way: dict[Any, Job] = {}
        try:
            while top_up(under_way, jobs, count=count, begin=lambda job: remote.remote(_say_whole_paths(job))):
                (done,), _ = ray.wait(list(under_way), num_returns=1)
                job = under_way.pop(done)
                yield _collect(ray, done, job)
        finally:
            # What is under way ends with this process's part of the cluster. Not by `ray.cancel`: with or without
            # force it races with a task that has just ended, and a failed check of Ray's takes this process down.
            if began:
                ray.shutdown()

    return run


def _say_whole_paths(job: Job) -> Job:
    """Name files in a way that means the same in any worker's folder."""
    image = job.options.image
    options = replace(job.options, image=image and image.absolute(), runs=job.options.runs.absolute())
    return replace(job, options=options)


def _collect(ray: Any, reference: Any, job: Job) -> Mark:
    try:
        mark: Mark = ray.get(reference)
    except (ray.exceptions.WorkerCrashedError, ray.exceptions.NodeDiedError, ray.exceptions.OutOfMemoryError) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        return job.mark().fail(RunStateError(f"its worker died {TRIES} times ({said}); memory may be short"))
    return mark


def _join(ray: Any, address: str | None) -> bool:
    """Join a cluster; say whether that was done here, so that it can be left again."""
    if ray.is_initialized():
        return False
    try:
        alone = {} if address else {"include_dashboard": False}
        ray.init(address=address, log_to_driver=False, **alone)
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        raise UsageError(f"--address {address}: no Ray cluster answers ({said})") from error
    return True


def _import_ray() -> Any:
    try:
        import ray  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("--engine ray needs Ray: pip install 'mubpp[ray]'") from error
    return ray
