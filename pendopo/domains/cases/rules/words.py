"""The words for groups of services, events of life, parts of the standard, and tones."""

GROUPS = {
    "surat-keterangan": "Surat keterangan",
    "kependudukan": "Kependudukan",
    "kesehatan": "Kesehatan",
    "usaha": "Usaha",
    "perizinan": "Izin dan rekomendasi",
    "sosial": "Sosial",
}

LIFE_EVENTS = {
    "punya-anak": "Punya anak",
    "membuka-usaha": "Membuka usaha",
    "menikah": "Menikah",
    "sakit": "Sakit",
    "pindah": "Pindah rumah",
    "sekolah-kuliah": "Sekolah dan kuliah",
    "kehilangan-dokumen": "Kehilangan dokumen",
    "kehilangan-keluarga": "Keluarga meninggal",
    "acara": "Mengadakan acara",
}

EVENT_ICONS = {
    "punya-anak": "baby-carriage",
    "membuka-usaha": "building-store",
    "menikah": "heart",
    "sakit": "stethoscope",
    "pindah": "home",
    "sekolah-kuliah": "school",
    "kehilangan-dokumen": "file",
    "kehilangan-keluarga": "heart-handshake",
    "acara": "calendar-event",
}

PARTS = {
    "requirements": "Persyaratan",
    "procedure": "Prosedur",
    "lead_time": "Jangka waktu",
    "fee": "Biaya",
    "product": "Produk layanan",
    "complaint_channel": "Pengaduan, saran, dan masukan",
    "legal_basis": "Dasar hukum",
    "facilities": "Sarana dan prasarana",
    "competence": "Kompetensi pelaksana",
    "supervision": "Pengawasan internal",
    "staffing": "Jumlah pelaksana",
    "service_guarantee": "Jaminan pelayanan",
    "safety_guarantee": "Jaminan keamanan dan keselamatan",
    "evaluation": "Evaluasi kinerja pelaksana",
}

BY = {"applicant": "Pemohon", "officer": "Petugas", "system": "Pendopo"}
"""Who takes a step of a workflow."""

TONES = {
    "new": "baru",
    "waiting": "menunggu",
    "working": "diproses",
    "returned": "dikembalikan",
    "done": "selesai",
    "refused": "ditolak",
    "cancelled": "dibatalkan",
}
"""The shell's status for each tone of a workflow's state."""
