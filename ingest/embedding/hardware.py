"""What the machine computes fast in."""

from pathlib import Path


def has_fast_bfloat16() -> bool:
    """Whether this machine multiplies bfloat16 in hardware (AMX or AVX512-BF16; any CUDA card of this decade)."""
    import torch

    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    capability = torch.backends.cpu.get_cpu_capability()
    return "AVX512" in capability and _cpu_flags() & {"avx512_bf16", "amx_bf16"} != set()


def _cpu_flags() -> set[str]:
    try:
        info = Path("/proc/cpuinfo").read_text()
    except OSError:  # not Linux: float32 works everywhere
        return set()
    flags = next((line for line in info.splitlines() if line.startswith("flags")), "")
    return set(flags.split())
