"""Data-parallel training by processes that share memory, one thread each.

On CPUs the many small layers of these models gain little from several threads per operation; two processes of one thread each
do nearly twice the work of one. Weights, gradients, moments and averages lie in flat shared buffers. A step is `micros` small
batches that the workers take from a common counter (whoever is free takes the next, so a busy machine costs little waiting);
then each worker updates its own slice of the weights.
"""

from __future__ import annotations

import math
import multiprocessing
import signal
import time
from pathlib import Path
from typing import Callable

import torch

from .common import save

fork = multiprocessing.get_context("fork")


class Flat:
    """Puts a model's trainable weights into one shared vector; convolution weights lie channels last."""

    def __init__(self, model: torch.nn.Module):
        self.model = model
        self.named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
        self.size = sum(p.numel() for _, p in self.named)
        self.weights = self.shared()
        for (_, p), view in zip(self.named, self.views(self.weights)):
            view.copy_(p.data)
            p.data = view

    def shared(self) -> torch.Tensor:
        return torch.zeros(self.size).share_memory_()

    def views(self, flat: torch.Tensor) -> list[torch.Tensor]:
        out, at = [], 0
        for _, p in self.named:
            part = flat[at : at + p.numel()]
            at += p.numel()
            if p.dim() == 4:
                o, i, h, w = p.shape
                out.append(part.view(o, h, w, i).permute(0, 3, 1, 2))
            else:
                out.append(part.view(p.shape))
        return out

    def state(self, flat: torch.Tensor) -> dict[str, torch.Tensor]:
        return {name: view.contiguous().clone() for (name, _), view in zip(self.named, self.views(flat))}

    def load(self, flat: torch.Tensor, state: dict[str, torch.Tensor]) -> None:
        for (name, _), view in zip(self.named, self.views(flat)):
            view.copy_(state[name])


def train(
    model: torch.nn.Module,
    loss_of: Callable[[int, int], torch.Tensor],
    *,
    checkpoint: Path,
    micros: int,
    rate: Callable[[int, float], float],
    steps: int,
    ema_decay: float,
    since: int = 0,
    betas: tuple[float, float] = (0.9, 0.99),
    weight_decay: float = 1e-3,
    clip: float = 1.0,
    log_every: int = 50,
    save_minutes: float = 4.0,
    report: Callable[[int, dict[str, torch.Tensor]], str] | None = None,
    workers: int = 2,
    extra: dict | None = None,
) -> None:
    """AdamW (Loshchilov & Hutter 2017, arXiv:1711.05101) up to a number of steps. `loss_of(step, micro)` draws its own randomness from
    those two numbers. `rate(step, part)` gets the part 0…1 of the steps from `since` on that is done. Resumes from the checkpoint, so it may be
    stopped at any time: asked to end (SIGTERM), it finishes its step and saves.
    `report(step, averaged weights)` adds words to the log now and then."""
    torch.set_num_threads(1)
    flat = Flat(model)
    ema, first, second = flat.shared(), flat.shared(), flat.shared()
    gradients = [flat.shared() for _ in range(workers)]
    step0 = 0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        for buffer, name in ((flat.weights, "model"), (ema, "ema"), (first, "first"), (second, "second")):
            if name in state:
                flat.load(buffer, state[name])
        step0 = state["step"]
    else:
        ema.copy_(flat.weights)
    counter = fork.Value("i", 0)
    going = fork.Value("i", 1)
    asked_to_end = fork.Value("i", 0, lock=False)
    signal.signal(signal.SIGTERM, lambda *_: setattr(asked_to_end, "value", 1))
    barrier = fork.Barrier(workers)
    norms = torch.zeros(workers).share_memory_()
    losses = torch.zeros(workers).share_memory_()

    def snapshot(step: int) -> None:
        save(checkpoint, model=flat.state(flat.weights), ema=flat.state(ema), first=flat.state(first), second=flat.state(second), step=step, **(extra or {}))

    def work(rank: int) -> None:
        torch.set_num_threads(1)
        mine = gradients[rank]
        for (_, p), view in zip(flat.named, flat.views(mine)):
            p.grad = view
        a, b = flat.size * rank // workers, flat.size * (rank + 1) // workers
        step, average, saved, logged = step0, None, time.time(), (step0, time.time())
        while True:
            if rank == 0:
                counter.value = 0
                losses.zero_()
                going.value = int(step < steps and not asked_to_end.value)
            barrier.wait()
            if not going.value:
                break
            mine.zero_()
            while True:
                with counter.get_lock():
                    micro = counter.value
                    counter.value += 1
                if micro >= micros:
                    break
                loss = loss_of(step, micro) / micros
                loss.backward()
                losses[rank] += loss.item()
            barrier.wait()
            gradient = gradients[0][a:b].clone()
            for other in gradients[1:]:
                gradient += other[a:b]
            norms[rank] = gradient.square().sum()
            barrier.wait()
            norm = math.sqrt(float(norms.sum()))
            gradient *= min(1.0, clip / (norm + 1e-8))
            lr, n = rate(step, (step - since) / (steps - since)), step + 1
            first[a:b].lerp_(gradient, 1 - betas[0])
            second[a:b].mul_(betas[1]).addcmul_(gradient, gradient, value=1 - betas[1])
            root = (second[a:b] / (1 - betas[1] ** n)).sqrt_().add_(1e-8)
            flat.weights[a:b].mul_(1 - lr * weight_decay).addcdiv_(first[a:b], root, value=-lr / (1 - betas[0] ** n))
            keep = min(ema_decay, n / (n + 10))
            ema[a:b].lerp_(flat.weights[a:b], 1 - keep)
            step += 1
            if rank == 0:
                total = float(losses.sum())
                average = total if average is None else average + 0.02 * (total - average)
                if step % log_every == 0:
                    speed = (step - logged[0]) / (time.time() - logged[1])
                    logged = (step, time.time())
                    words = report(step, flat.state(ema)) if report and step % (log_every * 5) == 0 else ""
                    print(f"{time.strftime('%H:%M:%S')} step {step} loss {average:.4f} norm {norm:.3f} rate {lr:.2e} steps/s {speed:.2f} {words}", flush=True)
                if time.time() - saved > 60 * save_minutes:
                    snapshot(step)
                    saved = time.time()
        if rank == 0:
            snapshot(step)
            print(f"{time.strftime('%H:%M:%S')} stopped at step {step}", flush=True)

    others = [fork.Process(target=work, args=(rank,), daemon=True) for rank in range(1, workers)]
    for other in others:
        other.start()
    work(0)
    for other in others:
        other.join()
    if asked_to_end.value:
        raise SystemExit("asked to end; the same command goes on from here")
