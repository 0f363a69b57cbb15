"""Makes the npy and npz files of this folder. Run: /usr/bin/python3 numpy_files.py"""
import os
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
for kind in ("b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"):
    np.save(f"{kind}.npy", np.array([[0, 1, 1], [1, 0, 1]] if kind == "b1" else [[0, 1, 2], [3, 100, 5]]).astype("<" + kind))
    if kind not in ("b1", "i1", "u1"):
        np.save(f"big_{kind}.npy", np.array([[0, 1, 2], [3, 100, 5]]).astype(">" + kind))
np.save("fortran.npy", np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)))
np.save("scalar.npy", np.float64(2.5))
np.save("vector.npy", np.array([1.5, np.nan, np.inf, -np.inf, -0.0, 5e-324]))
np.save("empty.npy", np.zeros((3, 0), "f4"))
with open("version2.npy", "wb") as out:
    np.lib.format.write_array(out, np.arange(3), version=(2, 0))
with open("version3.npy", "wb") as out:
    np.lib.format.write_array(out, np.arange(3), version=(3, 0))
np.save("objects.npy", np.array([{}, None], dtype=object), allow_pickle=True)
np.save("structured.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
np.save("complex.npy", np.zeros(2, dtype="c16"))
np.save("text.npy", np.array(["ab", "c"]))
np.savez("plain.npz", x=np.arange(6.0).reshape(2, 3), y=np.array([1, 2]), **{"layer/weight": np.ones(2, "f4")})
np.savez_compressed("compressed.npz", x=np.zeros((100, 100)), y=np.array([True, False]))
